import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/**
 * How fast Lucene's analysis makes tokens, on one thread: StandardTokenizer, LowerCaseFilter,
 * ASCIIFoldingFilter.
 *
 * <p>LuceneAnalyzer FILE one|both [decode]: each line of FILE is a document. `one` gives the folded
 * key of a word, `both` the lower-cased one as well. With `decode` a document's UTF-8 becomes a
 * String inside of the clock, as it must in a program that reads files; else before it. For each
 * line on standard input all documents are read once, and the answer is seconds of thread CPU and
 * the count of tokens.
 */
public final class LuceneAnalyzer {
  static final class Folding extends Analyzer {
    private final boolean keepsOriginal;

    Folding(boolean keepsOriginal) {
      this.keepsOriginal = keepsOriginal;
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer words = new StandardTokenizer();
      TokenStream folded = new ASCIIFoldingFilter(new LowerCaseFilter(words), keepsOriginal);
      return new TokenStreamComponents(words, folded);
    }
  }

  /** Keeps the reading of attributes from being left out as dead code. */
  private static long seen;

  private static long analyze(Analyzer analyzer, String text) throws Exception {
    long count = 0;
    try (TokenStream tokens = analyzer.tokenStream("body", text)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      OffsetAttribute offset = tokens.addAttribute(OffsetAttribute.class);
      PositionIncrementAttribute position = tokens.addAttribute(PositionIncrementAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        seen += term.length() + offset.startOffset() + position.getPositionIncrement();
        count++;
      }
      tokens.end();
    }
    return count;
  }

  public static void main(String[] arguments) throws Exception {
    List<byte[]> documents = new ArrayList<>();
    byte[] file = Files.readAllBytes(Path.of(arguments[0]));
    int start = 0;
    for (int end = 0; end < file.length; end++) {
      if (file[end] != '\n') continue;
      if (end > start) documents.add(java.util.Arrays.copyOfRange(file, start, end));
      start = end + 1;
    }
    boolean decodes = arguments.length > 2 && arguments[2].equals("decode");
    List<String> texts = new ArrayList<>();
    if (!decodes) for (byte[] bytes : documents) texts.add(new String(bytes, StandardCharsets.UTF_8));
    Analyzer analyzer = new Folding(arguments[1].equals("both"));
    var clock = ManagementFactory.getThreadMXBean();
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    while (input.readLine() != null) {
      long count = 0;
      long began = clock.getCurrentThreadCpuTime();
      for (int index = 0; index < documents.size(); index++) {
        String text =
            decodes ? new String(documents.get(index), StandardCharsets.UTF_8) : texts.get(index);
        count += analyze(analyzer, text);
      }
      System.out.println((clock.getCurrentThreadCpuTime() - began) / 1e9 + " " + count);
      System.out.flush();
    }
    if (seen == 42) System.err.println(seen);
  }
}
