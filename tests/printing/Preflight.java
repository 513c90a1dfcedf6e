// Says of each paper in a folder what Apache PDFBox has against its being PDF/A-1b, or "valid". One
// process for all of them: starting Java takes longer than reading ten papers.
import java.io.File;
import java.util.Arrays;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.parser.PreflightParser;

final class Preflight {
    public static void main(String[] arguments) throws Exception {
        File[] papers = new File(arguments[0]).listFiles((folder, name) -> name.endsWith(".pdf"));
        Arrays.sort(papers);
        for (File paper : papers) {
            PreflightParser parser = new PreflightParser(paper);
            parser.parse();
            try (PreflightDocument document = parser.getPreflightDocument()) {
                document.validate();
                say(paper.getName(), document.getResult());
            }
        }
    }

    private static void say(String paper, ValidationResult result) {
        if (result.isValid()) {
            System.out.println(paper + " valid");
        }
        for (ValidationResult.ValidationError error : result.getErrorsList()) {
            System.out.println(paper + " " + error.getErrorCode() + " " + error.getDetails());
        }
    }
}
