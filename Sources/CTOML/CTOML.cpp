#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include "CTOML.h"

#include <toml++/toml.h>

#include <string>

namespace {

struct Visitor {
  void *context;
  CTOMLVisit visit;

  void tell(const toml::node &node, const std::string &path, bool isElement) const {
    CTOMLNode told{};
    told.path = path.data();
    told.pathLength = path.size();
    told.isElement = isElement;
    told.line = node.source().begin.line;
    if (auto text = node.as_string()) {
      told.kind = CTOMLString;
      told.text = text->get().data();
      told.textLength = text->get().size();
    } else if (auto number = node.as_integer()) {
      told.kind = CTOMLInteger;
      told.number = number->get();
    } else if (auto truth = node.as_boolean()) {
      told.kind = CTOMLBoolean;
      told.number = truth->get() ? 1 : 0;
    } else if (node.is_table()) {
      told.kind = CTOMLTable;
    } else if (node.is_array()) {
      told.kind = CTOMLArray;
    } else {
      told.kind = CTOMLOther;
      told.text = node.is_floating_point() ? "a number with a fraction" : "a date or time";
      told.textLength = std::char_traits<char>::length(told.text);
    }
    visit(context, &told);
  }

  void walk(const toml::table &table, const std::string &path) const {
    for (auto &&[key, node] : table) {
      std::string inner = path;
      inner.append(key.str());
      inner.push_back('\0');
      tell(node, inner, false);
      if (auto below = node.as_table()) walk(*below, inner);
      if (auto elements = node.as_array()) {
        for (auto &&element : *elements) tell(element, inner, true);
      }
    }
  }
};

}  // namespace

extern "C" void CTOMLRead(
    const char *text, size_t length, void *context, CTOMLVisit visit, CTOMLFail fail) {
  auto result = toml::parse(std::string_view(text, length));
  if (!result) {
    const auto &error = result.error();
    const auto description = error.description();
    CTOMLError told{
        description.data(), description.size(), error.source().begin.line,
        error.source().begin.column};
    fail(context, &told);
    return;
  }
  Visitor{context, visit}.walk(result.table(), std::string());
}
