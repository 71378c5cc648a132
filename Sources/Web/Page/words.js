// Every word that the page says, in both languages.

const vi = {
  skip: "Đến kết quả", queryLabel: "Tìm trong kho tư liệu", placeholder: "Gõ có dấu hoặc không dấu",
  helpTitle: "Phím tắt và cách hỏi", close: "Đóng", filters: "Bộ lọc", collections: "Bộ sưu tập",
  all: "Tất cả", sort: "Sắp xếp", sortScore: "Phù hợp nhất", sortNewest: "Mới nhất",
  sortOldest: "Cũ nhất", accents: "Dấu", accentsAuto: "Tự động", accentsExact: "Đúng như gõ",
  accentsFold: "Không kể dấu", collapse: "Gộp bài trùng",
  more: "Xem thêm", documents: (n) => `${n} tài liệu`,
  atLeast: "ít nhất", searching: "Đang tìm…", understood: "Đã hiểu là",
  didYouMean: "Có phải ý bạn là", also: "Tìm cả",
  relaxed: (words, required) =>
    `Không tài liệu nào có đủ ${words} từ: dưới đây là những tài liệu có ít nhất ${required} từ.`,
  required: (words, required) => `Có ít nhất ${required} trong ${words} từ.`,
  widened: "Ít tài liệu viết đúng dấu như đã gõ, nên tìm cả cách viết khác dấu.",
  timedOut: "Hết thời gian: đây là những kết quả tốt nhất đã thấy.",
  nothing: "Không tìm thấy tài liệu nào", nothingHint: "Thử bớt từ, bỏ bộ lọc, hoặc gõ không dấu.",
  dropFilters: "Bỏ các bộ lọc", everywhere: "Tìm trong mọi bộ sưu tập",
  startTitle: "Tìm trong kho tư liệu", startCount: (n) => `${n} tài liệu đã sẵn sàng.`,
  startHint: "Gõ vài từ, có dấu hay không dấu đều được. Thử:",
  startEmpty: "Kho còn trống. Thêm tài liệu bằng lệnh:",
  from: "Từ ngày", to: "Đến ngày", years: "Năm", date: "Ngày", source: "Nguồn", author: "Tác giả",
  section: "Chuyên mục", agency: "Cơ quan", topic: "Chủ đề", doctype: "Loại văn bản", year: "Năm",
  media_type: "Định dạng", charset: "Bảng mã", url: "Địa chỉ", category: "Thể loại", tags: "Thẻ", site: "Trang", place: "Nơi",
  number: "Số hiệu", description: "Mô tả", keywords: "Từ khóa", language: "Ngôn ngữ",
  id: "Mã", collection: "Bộ sưu tập",
  showAll: "Xem hết", showFewer: "Thu gọn", remove: (what) => `Bỏ lọc ${what}`,
  back: "Kết quả", marks: (n) => (n === 0 ? "Không có chỗ khớp" : `${n} chỗ khớp`),
  markOf: (i, n) => `${i} / ${n}`, previous: "Chỗ khớp trước", next: "Chỗ khớp sau",
  similar: "Tài liệu gần giống", duplicates: (n) => `và ${n} bản gần như y hệt`,
  opening: "Đang mở tài liệu…", open: "Mở bản gốc", untitled: "Không tên", page: (n) => `tr. ${n}`, pages: "Số trang",
  errorTitle: "Không tìm được", goneTitle: "Chưa liên lạc được với kho tư liệu",
  goneHint: "Trang sẽ tự thử lại. Nếu kho chưa chạy, khởi động bằng lệnh:",
  closedTitle: "Trang này đã đóng",
  closedHint: "Lệnh mucluc web không còn chạy. Chạy lại và mở địa chỉ mới mà nó in ra:",
  sessionTitle: "Cần mở bằng địa chỉ đầy đủ",
  sessionHint: "Hãy mở địa chỉ mà lệnh sau in ra; địa chỉ ấy có mã riêng cho bạn:",
  missingTitle: "Tài liệu không còn trong kho", retry: "Thử lại", around: "Phần quanh bài",
  keysTitle: "Phím", askTitle: "Cách hỏi", keyFind: "gõ vào ô tìm", keyMove: "kết quả sau, trước",
  keyOpen: "mở kết quả", keyMarks: "chỗ khớp sau, trước (trong tài liệu)",
  keyBack: "trở lại, xóa ô tìm", keyHelp: "bảng này",
  asks: [
    ["uy ban mat tran", "không dấu cũng tìm ra có dấu"],
    ["\"mặt trận tổ quốc\"", "đúng cụm từ ấy"],
    ["bão -miền trung", "không có từ sau dấu trừ"],
    ["(lũ OR lụt) AND title:cứu", "hoặc, và, trong tiêu đề"],
    ["thủ tướng NEAR/5 chính phủ", "hai từ gần nhau"],
    ["ngh* · từ~ · 2 of (a b c)", "đầu từ, gần đúng, ít nhất hai"],
  ],
};

const en = {
  skip: "Skip to results", queryLabel: "Search the archive",
  placeholder: "Type with or without diacritics", helpTitle: "Keys and queries", close: "Close",
  filters: "Filters", collections: "Collections", all: "All", sort: "Sort",
  sortScore: "Best match", sortNewest: "Newest", sortOldest: "Oldest", accents: "Diacritics",
  accentsAuto: "Automatic", accentsExact: "As typed", accentsFold: "Ignored",
  collapse: "Reprints once", more: "Show more",
  documents: (n) => (n === "1" ? "1 document" : `${n} documents`), atLeast: "at least",
  searching: "Searching…", understood: "Understood as", didYouMean: "Did you mean",
  also: "Also searched",
  relaxed: (words, required) =>
    `No document has all ${words} words: these have ${required} or more of them.`,
  required: (words, required) => `With ${required} or more of ${words} words.`,
  widened: "Few documents have the diacritics as typed, so other ones were let in.",
  timedOut: "Out of time: these are the best that were seen.",
  nothing: "Nothing was found", nothingHint: "Try fewer words, no filters, or no diacritics.",
  dropFilters: "Drop the filters", everywhere: "Search all collections",
  startTitle: "Search the archive", startCount: (n) => `${n} documents are ready.`,
  startHint: "Type some words, with or without diacritics. For example:",
  startEmpty: "The archive is empty. Add documents with:",
  from: "From", to: "To", years: "Year", date: "Date", source: "Source", author: "Author",
  section: "Section", agency: "Agency", topic: "Topic", doctype: "Kind of document", year: "Year",
  media_type: "Format", charset: "Charset", url: "Address", category: "Category", tags: "Tags", site: "Site", place: "Place",
  number: "Number", description: "Description", keywords: "Keywords", language: "Language",
  id: "Id", collection: "Collection",
  showAll: "Show all", showFewer: "Show fewer", remove: (what) => `Remove the filter ${what}`,
  back: "Results", marks: (n) => (n === 0 ? "No matches" : n === 1 ? "1 match" : `${n} matches`),
  markOf: (i, n) => `${i} / ${n}`, previous: "Previous match", next: "Next match",
  similar: "Similar documents", duplicates: (n) => `and ${n} nearly the same`,
  opening: "Opening the document…", open: "Open the original", untitled: "Untitled", page: (n) => `p. ${n}`, pages: "Pages",
  errorTitle: "The search failed", goneTitle: "The archive does not answer",
  goneHint: "This page tries again by itself. If the daemon does not run, start it with:",
  closedTitle: "This page is closed",
  closedHint: "mucluc web does not run any more. Start it again and open the address it prints:",
  sessionTitle: "Open the whole address",
  sessionHint: "Open the address that this command prints; it holds a secret of your own:",
  missingTitle: "The document is not in the archive any more", retry: "Try again",
  around: "Around the text", keysTitle: "Keys", askTitle: "Queries", keyFind: "type a query",
  keyMove: "next and previous result", keyOpen: "open the result",
  keyMarks: "next and previous match (in a document)", keyBack: "back, clear the query",
  keyHelp: "this table",
  asks: [
    ["uy ban mat tran", "finds what has diacritics, too"],
    ["\"mặt trận tổ quốc\"", "this very phrase"],
    ["bão -miền trung", "without the word behind the minus"],
    ["(lũ OR lụt) AND title:cứu", "or, and, in the title"],
    ["thủ tướng NEAR/5 chính phủ", "near each other"],
    ["ngh* · từ~ · 2 of (a b c)", "beginnings, nearly so, at least two"],
  ],
};

const stored = "mucluc.language";
let language = localStorage.getItem(stored) === "en" ? "en" : "vi";

export const currentLanguage = () => language;

/** The word for a key; called with values where it is made of some. */
export function word(key, ...values) {
  const found = (language === "en" ? en : vi)[key];
  return typeof found === "function" ? found(...values) : found ?? key;
}

/** A field's name for people. */
export const fieldName = (field) => word(field).replaceAll("_", " ");

export const grouped = (number) =>
  number.toLocaleString(language === "en" ? "en" : "vi");

/** 2022, 2022-03, 2022-03-31 or with a time, as the language writes it. */
export function shownDate(iso) {
  const [year, month, day] = iso.slice(0, 10).split("-");
  if (language === "en" || !month) return iso.slice(0, 10);
  return day ? `${Number(day)}/${Number(month)}/${year}` : `${Number(month)}/${year}`;
}

export function setLanguage(name) {
  language = name;
  localStorage.setItem(stored, name);
  translate();
}

/** Puts the words into what the page is made of. */
export function translate() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = word(element.dataset.word);
  }
  for (const element of document.querySelectorAll("[data-word-label]")) {
    element.setAttribute("aria-label", word(element.dataset.wordLabel));
  }
  for (const element of document.querySelectorAll("[data-word-placeholder]")) {
    element.placeholder = word(element.dataset.wordPlaceholder);
  }
}
