// Reads TOML with toml++ (Debian: libtomlplusplus-dev, headers only) and tells what stands where.
// The values of toml++ know their lines, which Swift's wrappers of it leave out; and those bring
// Foundation with all of ICU, four times the size of this program.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum CTOMLKind {
  CTOMLTable,
  CTOMLArray,
  CTOMLString,
  CTOMLInteger,
  CTOMLBoolean,
  /// A floating-point number, date or time: the text is its kind.
  CTOMLOther,
} CTOMLKind;

/// A table, array or value, in the order of the file's tree. All texts live for the call only.
typedef struct CTOMLNode {
  CTOMLKind kind;
  /// The keys that lead to it, each ended by a zero byte; elements of an array have the array's.
  const char *path;
  size_t pathLength;
  /// Non-zero for the elements of an array.
  int isElement;
  /// UTF-8, of a string.
  const char *text;
  size_t textLength;
  /// Of an integer, or 0 and 1 of a boolean.
  int64_t number;
  /// From 1.
  uint32_t line;
} CTOMLNode;

/// Why a text is not TOML.
typedef struct CTOMLError {
  const char *text;
  size_t textLength;
  uint32_t line;
  uint32_t column;
} CTOMLError;

typedef void (*CTOMLVisit)(void *context, const CTOMLNode *node);
typedef void (*CTOMLFail)(void *context, const CTOMLError *error);

/// Reads a text; calls `visit` for each node, or `fail` once.
void CTOMLRead(const char *text, size_t length, void *context, CTOMLVisit visit, CTOMLFail fail);

#ifdef __cplusplus
}
#endif
