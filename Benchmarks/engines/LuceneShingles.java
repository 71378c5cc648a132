import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.shingle.ShingleFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;

/**
 * Lucene with a second field of pairs: two words in quotes are one term of it.
 *
 * <pre>
 * java -cp JARS LuceneShingles words   WORDS RAW INDEX   words cut and folded beforehand
 * java -cp JARS LuceneShingles raw     RAW INDEX         Lucene's own analysis of raw text
 * java -cp JARS LuceneShingles answer  INDEX             answers COMMAND(tab)QUERY lines
 * </pre>
 *
 * WORDS has a document a line, its words parted by spaces; RAW the same documents as they are,
 * a line each. What is made holds what our index does: words with positions, pairs of neighbours
 * with frequencies, and the raw text, stored. With `raw` there are accented and folded words, as
 * in our index; the words come from StandardTokenizer, LowerCaseFilter and ASCIIFoldingFilter.
 * One thread, merges on it, one committed segment at the end. Prints tab-separated figures.
 */
public final class LuceneShingles {
  static final String WORDS = "body", PAIRS = "pairs", ACCENTED = "accented";

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "words" -> {
        try (var words = lines(arguments[1]); var raw = lines(arguments[2])) {
          new Building(new SpaceAnalyzer(), false).run(words, raw, Path.of(arguments[3]));
        }
      }
      case "raw" -> {
        try (var raw = lines(arguments[1])) {
          new Building(new RawAnalyzer(), true).run(null, raw, Path.of(arguments[2]));
        }
      }
      case "answer" -> new Answering(Path.of(arguments[1])).run();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  static BufferedReader lines(String path) throws IOException {
    return new BufferedReader(
        new InputStreamReader(new FileInputStream(path), StandardCharsets.UTF_8), 1 << 20);
  }

  static long threadNanoseconds() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Makes an index. */
  record Building(Analyzer analyzer, boolean hasAccents) {
    void run(BufferedReader words, BufferedReader raw, Path path) throws IOException {
      var settings = new IndexWriterConfig(analyzer);
      settings.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
      settings.setRAMBufferSizeMB(512);
      settings.setMergeScheduler(new SerialMergeScheduler());
      settings.setUseCompoundFile(false);
      settings.getMergePolicy().setNoCFSRatio(0);
      long begin = threadNanoseconds();
      long documents = 0;
      try (var directory = FSDirectory.open(path);
          var writer = new IndexWriter(directory, settings)) {
        String text;
        while ((text = raw.readLine()) != null) {
          writer.addDocument(document(documents++, words == null ? text : words.readLine(), text));
        }
        writer.commit();
        long indexed = threadNanoseconds();
        writer.forceMerge(1);
        writer.commit();
        long merged = threadNanoseconds();
        System.out.printf("documents\t%d%n", documents);
        System.out.printf("indexing, this thread\t%.2f%n", (indexed - begin) / 1e9);
        System.out.printf("merging, this thread\t%.2f%n", (merged - indexed) / 1e9);
      }
      print(path);
    }

    private Document document(long number, String words, String raw) {
      var document = new Document();
      document.add(new NumericDocValuesField("id", number));
      document.add(new Field(WORDS, words, type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS)));
      document.add(new Field(PAIRS, words, type(IndexOptions.DOCS_AND_FREQS)));
      if (hasAccents) {
        document.add(new Field(ACCENTED, words, type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS)));
      }
      document.add(new StoredField("raw", raw));
      return document;
    }

    private static FieldType type(IndexOptions options) {
      var type = new FieldType();
      type.setTokenized(true);
      type.setIndexOptions(options);
      type.freeze();
      return type;
    }

    /** Bytes by kind of file, the stored text apart. */
    private static void print(Path path) throws IOException {
      long stored = 0, others = 0;
      try (var files = Files.list(path)) {
        for (var file : files.toList()) {
          boolean isStored = file.toString().matches(".*\\.(fdt|fdx|fdm)");
          if (isStored) stored += Files.size(file); else others += Files.size(file);
        }
      }
      System.out.printf("index bytes\t%d%nstored bytes\t%d%n", others, stored);
    }
  }

  /** Words parted by single spaces, or pairs of them. */
  static final class SpaceAnalyzer extends Analyzer {
    SpaceAnalyzer() { super(PER_FIELD_REUSE_STRATEGY); }

    @Override
    protected TokenStreamComponents createComponents(String field) {
      return new TokenStreamComponents(new SpaceTokenizer(field.equals(PAIRS)));
    }
  }

  /** Cuts at spaces; for pairs each token is a word, a space and the word after it. */
  static final class SpaceTokenizer extends Tokenizer {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final boolean isPaired;
    private char[] text = new char[1 << 16];
    private int count, place;

    SpaceTokenizer(boolean isPaired) { this.isPaired = isPaired; }

    @Override
    public void reset() throws IOException {
      super.reset();
      count = place = 0;
      int read;
      while ((read = input.read(text, count, text.length - count)) > 0) {
        count += read;
        if (count == text.length) text = java.util.Arrays.copyOf(text, 2 * count);
      }
    }

    @Override
    public boolean incrementToken() {
      int end = wordEnd(place);
      int last = isPaired && end < count ? wordEnd(end + 1) : end;
      if (place >= count || isPaired && end >= count) return false;
      clearAttributes();
      term.copyBuffer(text, place, last - place);
      place = end + 1;
      return true;
    }

    private int wordEnd(int start) {
      while (start < count && text[start] != ' ') start++;
      return start;
    }
  }

  /** Lucene's own words. */
  static final class RawAnalyzer extends Analyzer {
    RawAnalyzer() { super(PER_FIELD_REUSE_STRATEGY); }

    @Override
    protected TokenStreamComponents createComponents(String field) {
      var tokenizer = new StandardTokenizer();
      var lower = new LowerCaseFilter(tokenizer);
      if (field.equals(ACCENTED)) return new TokenStreamComponents(tokenizer, lower);
      var folded = new ASCIIFoldingFilter(lower);
      if (!field.equals(PAIRS)) return new TokenStreamComponents(tokenizer, folded);
      var pairs = new ShingleFilter(folded, 2, 2);
      pairs.setOutputUnigrams(false);
      return new TokenStreamComponents(tokenizer, pairs);
    }
  }

  /** Answers queries as the benchmark asks them. */
  static final class Answering {
    private final IndexReader reader;
    private final IndexSearcher searcher;

    Answering(Path path) throws IOException {
      reader = DirectoryReader.open(new MMapDirectory(path));
      searcher = new IndexSearcher(reader);
      searcher.setQueryCache(null);
      searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
      IndexSearcher.setMaxClauseCount(100_000);
    }

    void run() throws IOException {
      var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line;
      while ((line = input.readLine()) != null) {
        int tab = line.indexOf('\t');
        long wall = System.nanoTime(), processor = threadNanoseconds();
        String result = answer(line.substring(0, tab), line.substring(tab + 1));
        processor = threadNanoseconds() - processor;
        wall = System.nanoTime() - wall;
        System.out.println(result + "\t" + wall + "\t" + processor);
        System.out.flush();
      }
    }

    private String answer(String command, String text) throws IOException {
      String[] parts = command.split("_");
      switch (parts[0]) {
        case "INFO":
          return "docs=" + reader.numDocs() + " segments=" + reader.leaves().size()
              + " version=" + org.apache.lucene.util.Version.LATEST;
        case "COUNT": return Integer.toString(searcher.count(parse(text)));
        case "TOP": {
          boolean counts = parts.length > 2;
          var manager = new TopScoreDocCollectorManager(
              Integer.parseInt(parts[1]), null, counts ? Integer.MAX_VALUE : 1);
          var top = searcher.search(parse(text), manager);
          return counts ? Long.toString(top.totalHits.value()) : "1";
        }
        case "DUMP": {
          var manager = new TopScoreDocCollectorManager(Integer.parseInt(parts[1]), null, 1);
          return dump(searcher.search(parse(text), manager).scoreDocs);
        }
        default: return "UNSUPPORTED";
      }
    }

    private String dump(ScoreDoc[] hits) throws IOException {
      var shown = new ArrayList<String>();
      for (var hit : hits) {
        NumericDocValues numbers = MultiDocValues.getNumericValues(reader, "id");
        numbers.advance(hit.doc);
        shown.add(numbers.longValue() + ":" + hit.score);
      }
      return String.join(" ", shown);
    }

    /** Clauses: `word`, `begin*`, `"some words"`, each with a plus where it must match. */
    private static Query parse(String text) {
      List<Query> queries = new ArrayList<>();
      List<Occur> occurs = new ArrayList<>();
      for (String rest = text.strip(); !rest.isEmpty(); rest = rest.strip()) {
        boolean isNeeded = rest.startsWith("+");
        if (isNeeded) rest = rest.substring(1);
        boolean isPhrase = rest.startsWith("\"");
        int end = rest.indexOf(isPhrase ? '"' : ' ', 1);
        if (end < 0) end = rest.length();
        String clause = rest.substring(isPhrase ? 1 : 0, end);
        queries.add(isPhrase ? phrase(clause) : word(clause));
        occurs.add(isNeeded ? Occur.MUST : Occur.SHOULD);
        rest = rest.substring(Math.min(rest.length(), end + 1));
      }
      if (queries.size() == 1) return queries.getFirst();
      var builder = new BooleanQuery.Builder();
      for (int i = 0; i < queries.size(); i++) builder.add(queries.get(i), occurs.get(i));
      return builder.build();
    }

    private static Query phrase(String words) {
      String[] parts = words.split(" ");
      return parts.length == 2
          ? new TermQuery(new Term(PAIRS, words)) : new PhraseQuery(WORDS, parts);
    }

    private static Query word(String word) {
      if (!word.endsWith("*")) return new TermQuery(new Term(WORDS, word));
      var beginning = new Term(WORDS, word.substring(0, word.length() - 1));
      return new PrefixQuery(beginning, MultiTermQuery.SCORING_BOOLEAN_REWRITE);
    }
  }
}
