import ArgumentParser

/// A help topic that may be asked for as a command, too.
struct Syntax: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell what a query may hold.",
    discussion: """
      WORDS
        mặt trận tổ quốc     side by side: all of up to three, else three
                             quarters of them (--match)
        "mặt trận"           a phrase; its marks bind
        "bảo vệ môi trường"~3
                             the same words, up to three places off
        +họp -covid          with, without
        tổ ch*               every end of the word; ng*n any letters, h?c one
                             letter (1,000 words at most)
        từ~  từ~2            spelled a little otherwise, one or two edits; hỏi
                             and ngã, i and y, s and x, l and n, ch and tr, and
                             d, gi and r at the beginning cost half a one (the
                             nearest 50 words)

      TOGETHER
        a AND b  a OR b  NOT c
                             VÀ, HOẶC, KHÔNG serve too, in capitals and not in a
                             sentence; brackets
        a b NEAR/5 c d       "a b" and "c d" in one sentence, in any order, up
                             to five words between (10 if not said);
                             a NEAR/3 (b OR "c d") NEAR/3 e
        a ONEAR/5 b          the same, a first
        2 of (a b "c d")     so many of them at least
        (a b)^2  "a b"^0.5   counts twice, half as much for the order

      FIELDS, for the next word, phrase or bracket only
        title:họp  body:"mặt trận"  title:(a b OR c)
        author:"hà an"  section:thể*
                             words of a field, no part of the score
        source:/srv/tin/*    a path with stars is compared as a whole
        date:2022  date:3/2022  date:31/3/2022  date:"tháng 3 năm 2022"
        date:2022-11..2023-03  date:>=2020  year:<1990  size:1000..2000
        id:a.txt

      Whatever is not well formed counts as text, with a note; --syntax strict
      makes it an error. A query holds 64 phrases and groups at most. mucluc
      parse shows how a query is read.
      """)

  func run() throws {
    var output = Output()
    output.write(Syntax.configuration.discussion + "\n")
    output.flush()
  }
}
