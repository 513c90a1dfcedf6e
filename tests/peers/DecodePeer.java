// Prints what Bouncy Castle reads in a certificate (DER, first argument), one fact a line.
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.TimeZone;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.*;
import org.bouncycastle.asn1.x509.qualified.QCStatement;
import org.bouncycastle.cert.X509CertificateHolder;

public class DecodePeer {
    static String time(Date date) {
        SimpleDateFormat format = new SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss'.000Z'");
        format.setTimeZone(TimeZone.getTimeZone("UTC"));
        return format.format(date);
    }

    static String text(ASN1Encodable info) {
        if (info == null) {
            return "";
        }
        StringBuilder all = new StringBuilder();
        for (ASN1Encodable one : ASN1Sequence.getInstance(info)) {
            all.append(' ').append(one.toString());
        }
        return all.toString();
    }

    public static void main(String[] arguments) throws Exception {
        X509CertificateHolder certificate =
            new X509CertificateHolder(Files.readAllBytes(Path.of(arguments[0])));
        System.out.println("version " + certificate.getVersionNumber());
        for (RDN rdn : certificate.getSubject().getRDNs()) {
            AttributeTypeAndValue one = rdn.getFirst();
            System.out.println("subject " + one.getType() + ' ' + IETFUtils.valueToString(one.getValue()));
        }
        System.out.println("not-before " + time(certificate.getNotBefore()));
        System.out.println("not-after " + time(certificate.getNotAfter()));
        System.out.println("signature " + certificate.getSignatureAlgorithm().getAlgorithm());
        for (Object extension : certificate.getExtensionOIDs()) {
            ASN1ObjectIdentifier oid = (ASN1ObjectIdentifier) extension;
            boolean critical = certificate.getExtension(oid).isCritical();
            System.out.println("extension " + oid + (critical ? " critical" : ""));
        }
        Extensions all = certificate.getExtensions();
        KeyUsage usage = KeyUsage.fromExtensions(all);
        for (int bit = 0; bit < 9; ++bit) {
            int mask = bit < 8 ? 0x80 >> bit : 0x8000;
            if (usage.hasUsages(mask)) {
                System.out.println("key-usage " + bit);
            }
        }
        BasicConstraints constraints = BasicConstraints.fromExtensions(all);
        System.out.println("authority " + (constraints != null && constraints.isCA()));
        for (PolicyInformation one : CertificatePolicies.fromExtensions(all).getPolicyInformation()) {
            System.out.println("policy " + one.getPolicyIdentifier());
        }
        for (ASN1Encodable one : ASN1Sequence.getInstance(
                 certificate.getExtension(Extension.qCStatements).getParsedValue())) {
            QCStatement statement = QCStatement.getInstance(one);
            System.out.println("qc " + statement.getStatementId() + text(statement.getStatementInfo()));
        }
    }
}
