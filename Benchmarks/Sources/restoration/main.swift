// Lost diacritics: what comes back right on text the model has not seen. Run by measure.py.
import Analysis
import Documents
import InvertedIndex
import Measuring
import Search
import Vietnamese

struct Measurement: ~Copyable {
  let corpus: Corpus
  let training: Int
  let tested: Int
  private var reader = SentenceReader()
  private var random: UInt64 = 1

  init(corpus: Corpus, training: Int, tested: Int) {
    self.corpus = corpus
    self.training = min(training, corpus.count)
    self.tested = min(tested, corpus.count - self.training)
  }

  mutating func train() -> ReadingModel {
    var limits = ReadingLimits()
    limits.pair = UInt32(argument(5, or: Int(limits.pair)))
    limits.triple = UInt32(argument(6, or: Int(limits.triple)))
    var counter = ReadingCounter(limits: limits)
    var numbers: [UInt32] = []
    var wordCount = 0
    let began = threadSeconds()
    for document in 0..<training {
      for line in corpus.lines(document) {
        for sentence in reader.sentences(line) {
          while numbers.count < reader.analyzer.forms.count {
            let canonical = reader.analyzer.forms.canonical(FormID(numbers.count))
            numbers.append(counter.number(of: Array(canonical)))
          }
          for form in sentence { counter.add(numbers[Int(form)]) }
          wordCount += sentence.count
          counter.endSentence()
        }
      }
    }
    let counted = threadSeconds()
    let model = counter.model()
    print(
      "training: \(training) documents, \(wordCount) words; analyzed and counted in",
      "\(Int((counted - began) * 1000)) ms, made in \(Int((threadSeconds() - counted) * 1000)) ms;",
      "\(model.wordCount) words, \(model.pairCount) pairs, \(model.tripleCount) triples, \(model.byteCount / 1000) KB"
    )
    return model
  }

  mutating func test(_ model: ReadingModel) {
    var titles = Scores()
    var openTitles = Scores()
    var body = Scores()
    var spans = [(2, Scores()), (4, Scores())]
    var titleSpans = [(2, Scores()), (4, Scores())]
    for document in (corpus.count - tested)..<corpus.count {
      for (number, line) in corpus.lines(document).enumerated() {
        let sentences = reader.sentences(line)
        let texts = sentences.map { words($0) }
        if number == 0 {
          let title = Array(texts.joined())
          titles.read(title, model, .sentence)
          openTitles.read(title, model, .open)
          sample(title, into: &titleSpans, model)
        } else {
          for text in texts { body.read(text, model, .sentence) }
          if next(8) == 0, !texts.isEmpty { sample(texts[next(texts.count)], into: &spans, model) }
        }
      }
    }
    body.report("sentences:")
    titles.report("titles:")
    openTitles.report("titles as queries:")
    for (length, scores) in spans { scores.report("\(length) syllables of a body:") }
    for (length, scores) in titleSpans { scores.report("\(length) syllables of a title:") }
  }

  /// Measures one span of each length.
  private mutating func sample(
    _ text: [Word], into spans: inout [(Int, Scores)], _ model: ReadingModel
  ) {
    for index in spans.indices {
      let length = spans[index].0
      let starts = text.indices.filter { start in
        start + length <= text.count && text[start..<(start + length)].allSatisfy(\.isSyllable)
      }
      if starts.isEmpty { continue }
      let start = starts[next(starts.count)]
      spans[index].1.read(Array(text[start..<(start + length)]), model, .open)
    }
  }

  private func words(_ sentence: [FormID]) -> [Word] {
    sentence.map { form in
      let canonical = Array(reader.analyzer.forms.canonical(form))
      return Word(
        canonical: canonical, folded: Array(reader.analyzer.forms.folded(form)),
        isSyllable: wordForms(of: canonical.span).isSyllable)
    }
  }

  /// The same numbers on every run.
  private mutating func next(_ bound: Int) -> Int {
    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(random >> 33) % bound
  }
}

extension Measurement {
  /// The same model from an index of the training documents.
  func fromIndex(in folder: String) throws -> ReadingModel {
    let index = try Index.open(in: try FileDirectory(path: folder + "/index"))
    for document in 0..<training {
      var record = Document(key: try DocumentKey("\(document)"))
      let lines = corpus.lines(document).map { String(decoding: $0, as: UTF8.self) }
      record.title = lines.first ?? ""
      record.blocks = lines.dropFirst().map { Block(.paragraph, $0) }
      _ = try index.apply([.put(record)])
    }
    try index.refresh()
    let snapshot = index.snapshot()
    let began = threadSeconds()
    let model = try ReadingModel(snapshot)
    print(
      "from the index: \(snapshot.totals.all) words in \(snapshot.segments.count) segments,",
      "\(Int((threadSeconds() - began) * 1000)) ms")
    try index.close()
    return model
  }
}

let arguments = CommandLine.arguments.filter { !$0.hasPrefix("--") }

func argument(_ index: Int, or fallback: Int) -> Int {
  index < arguments.count ? Int(arguments[index]) ?? fallback : fallback
}

guard arguments.count > 2 else { fatalError("usage: restoration DOCUMENTS FOLDER, see measure.py") }
var measurement = Measurement(
  corpus: Corpus(path: arguments[1]), training: argument(3, or: 20_000),
  tested: argument(4, or: 1000))
let model = measurement.train()
measurement.test(model)
if CommandLine.arguments.contains("--index") {
  let same = try measurement.fromIndex(in: arguments[2])
  print(same == model ? "the two models are equal" : "the two models differ")
}
