// A CMP server on Bouncy Castle: answers p10cr and certConf over HTTP on loopback.
// Arguments: a folder with responder.der, responder.key, issuing.der, issuing.key (PKCS#8), DER all
// of them; with tls.p12 (password "peer") in it over HTTPS.
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Calendar;
import java.util.Date;
import java.util.TimeZone;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.*;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.x509.*;
import org.bouncycastle.asn1.x509.qualified.QCStatement;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.cert.cmp.GeneralPKIMessage;
import org.bouncycastle.cert.cmp.ProtectedPKIMessage;
import org.bouncycastle.cert.cmp.ProtectedPKIMessageBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

public class CmpPeer {
    static final SecureRandom random = new SecureRandom();
    static X509CertificateHolder responder, issuing, station;
    static ContentSigner responderSigner, issuingSigner;

    static ContentSigner signer(Path file) throws Exception {
        PrivateKey key = KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(file)));
        return new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    }

    static JcaContentVerifierProviderBuilder verifiers() {
        return new JcaContentVerifierProviderBuilder().setProvider(new BouncyCastleProvider());
    }

    static byte[] nonce() {
        byte[] octets = new byte[16];
        random.nextBytes(octets);
        return octets;
    }

    static ASN1ObjectIdentifier oid(String text) { return new ASN1ObjectIdentifier(text); }

    static DERSequence statements() {
        ASN1EncodableVector all = new ASN1EncodableVector();
        all.add(new QCStatement(oid("0.4.0.1862.1.1")));
        all.add(new QCStatement(oid("0.4.0.1862.1.6"),
            new DERSequence(oid("0.4.0.1862.1.6.1"))));
        all.add(new QCStatement(oid("0.4.0.1862.1.7"),
            new DERSequence(new DERPrintableString("KG"))));
        return new DERSequence(all);
    }

    static Certificate issue(PKCS10CertificationRequest request) throws Exception {
        Calendar end = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
        end.set(Calendar.MILLISECOND, 0);
        Date begin = end.getTime();
        end.add(Calendar.YEAR, 1);
        end.add(Calendar.SECOND, -1);
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
            issuing.getSubject(), new BigInteger(120, random).setBit(119), begin, end.getTime(),
            request.getSubject(), request.getSubjectPublicKeyInfo());
        BcX509ExtensionUtils tools = new BcX509ExtensionUtils();
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.nonRepudiation));
        builder.addExtension(Extension.certificatePolicies, false,
            new CertificatePolicies(new PolicyInformation(oid("1.3.6.1.4.1.32473.1.1"))));
        builder.addExtension(Extension.qCStatements, false, statements());
        builder.addExtension(Extension.cRLDistributionPoints, false,
            new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(
                new DistributionPointName(new GeneralNames(new GeneralName(
                    GeneralName.uniformResourceIdentifier, "http://ca.example/crl"))), null, null)}));
        builder.addExtension(Extension.authorityKeyIdentifier, false,
            tools.createAuthorityKeyIdentifier(issuing));
        builder.addExtension(Extension.subjectKeyIdentifier, false,
            tools.createSubjectKeyIdentifier(request.getSubjectPublicKeyInfo()));
        return builder.build(issuingSigner).toASN1Structure();
    }

    static PKIBody answer(PKIBody asked) throws Exception {
        if (asked.getType() == PKIBody.TYPE_CERT_CONFIRM) {
            CertStatus status = CertConfirmContent.getInstance(asked.getContent()).toCertStatusArray()[0];
            PKIStatusInfo info = status.getStatusInfo();
            boolean accepted = info == null || info.getStatus().intValue() == PKIStatus.GRANTED;
            System.out.println(accepted ? "confirmed" : "rejected");
            return new PKIBody(PKIBody.TYPE_CONFIRM, new PKIConfirmContent());
        }
        PKCS10CertificationRequest request =
            new PKCS10CertificationRequest(CertificationRequest.getInstance(asked.getContent()));
        boolean possession = request.isSignatureValid(
            verifiers().build(request.getSubjectPublicKeyInfo()));
        System.out.println(possession ? "possession proved" : "possession NOT proved");
        CertResponse response = new CertResponse(new ASN1Integer(-1),
            new PKIStatusInfo(PKIStatus.granted),
            new CertifiedKeyPair(new CertOrEncCert(new CMPCertificate(issue(request)))), null);
        return new PKIBody(PKIBody.TYPE_CERT_REP,
            new CertRepMessage(null, new CertResponse[] {response}));
    }

    static byte[] answer(byte[] octets) throws Exception {
        ProtectedPKIMessage asked = new ProtectedPKIMessage(new GeneralPKIMessage(octets));
        if (asked.getCertificates().length > 0) {
            station = asked.getCertificates()[0]; // later messages may leave it out
        }
        boolean signed = asked.verify(verifiers().build(station));
        System.out.println(signed ? "station's signature verified" : "station's signature WRONG");
        PKIHeader header = asked.getHeader();
        return new ProtectedPKIMessageBuilder(new GeneralName(responder.getSubject()), header.getSender())
            .setTransactionID(header.getTransactionID().getOctets())
            .setSenderNonce(nonce())
            .setRecipNonce(header.getSenderNonce().getOctets())
            .setMessageTime(new Date())
            .addCMPCertificate(responder)
            .addCMPCertificate(issuing)
            .setBody(answer(asked.getBody()))
            .build(responderSigner).toASN1Structure().getEncoded("DER");
    }

    static void serve(HttpExchange exchange) throws IOException {
        try {
            byte[] octets = answer(exchange.getRequestBody().readAllBytes());
            exchange.getResponseHeaders().add("Content-Type", "application/pkixcmp");
            exchange.sendResponseHeaders(200, octets.length);
            exchange.getResponseBody().write(octets);
        } catch (Exception surprise) {
            surprise.printStackTrace();
            exchange.sendResponseHeaders(500, -1);
        }
        exchange.close();
    }

    static HttpServer listening(Path identity) throws Exception {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        if (!Files.exists(identity)) {
            return HttpServer.create(anywhere, 0);
        }
        char[] password = "peer".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(identity.toFile(), password), password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(anywhere, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        responder = new X509CertificateHolder(Files.readAllBytes(folder.resolve("responder.der")));
        issuing = new X509CertificateHolder(Files.readAllBytes(folder.resolve("issuing.der")));
        responderSigner = signer(folder.resolve("responder.key"));
        issuingSigner = signer(folder.resolve("issuing.key"));
        HttpServer server = listening(folder.resolve("tls.p12"));
        server.createContext("/", CmpPeer::serve);
        server.start();
        System.out.println("ready " + server.getAddress().getPort());
    }
}
