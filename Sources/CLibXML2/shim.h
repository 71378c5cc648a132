#pragma once
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

// What Swift cannot say about libxml2: macros, variadic callbacks and global variables.

static void mucluc_ignore_error(void *context, xmlErrorPtr error) {
  (void)context;
  (void)error;
}

static xmlParserInputPtr mucluc_no_entity(
    const char *url, const char *id, xmlParserCtxtPtr context) {
  (void)url;
  (void)id;
  (void)context;
  return NULL;
}

/// Once per process, before the first parse: no network, no files, nothing on stderr.
static inline void mucluc_xml_start(void) {
  xmlInitParser();
  xmlSetExternalEntityLoader(mucluc_no_entity);
}

/// A push parser for HTML that is already clean UTF-8; NULL when there is no memory.
/// `sax` is copied; the parser builds no tree. Free with `htmlFreeParserCtxt`.
static inline htmlParserCtxtPtr mucluc_html_parser(htmlSAXHandlerPtr sax, void *state) {
  // Only a handler with this mark may take errors; without one they go to stderr.
  sax->initialized = XML_SAX2_MAGIC;
  sax->serror = mucluc_ignore_error;
  htmlParserCtxtPtr context =
      htmlCreatePushParserCtxt(sax, state, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
  if (context == NULL) return NULL;
  // IGNORE_ENC: the charset was decided before; HUGE: the limits are the caller's own.
  htmlCtxtUseOptions(
      context, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING
                   | HTML_PARSE_NONET | HTML_PARSE_COMPACT | HTML_PARSE_IGNORE_ENC
                   | XML_PARSE_HUGE);
  return context;
}

/// A push parser for XML that is already clean UTF-8; NULL when there is no memory.
/// `sax` is copied; the parser builds no tree. Free with `mucluc_xml_free`.
static inline xmlParserCtxtPtr mucluc_xml_parser(xmlSAXHandlerPtr sax, void *state) {
  sax->initialized = XML_SAX2_MAGIC;
  sax->serror = mucluc_ignore_error;
  xmlParserCtxtPtr context = xmlCreatePushParserCtxt(sax, state, NULL, 0, NULL);
  if (context == NULL) return NULL;
  // No NOENT, DTDLOAD, DTDATTR or XINCLUDE, ever. HUGE: the limits are the caller's own.
  xmlCtxtUseOptions(
      context, XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET
                   | XML_PARSE_COMPACT | XML_PARSE_NOCDATA | XML_PARSE_IGNORE_ENC
                   | XML_PARSE_HUGE);
  return context;
}

/// Frees a parser and the empty document that a DTD makes it build.
static inline void mucluc_xml_free(xmlParserCtxtPtr context) {
  if (context->myDoc != NULL) xmlFreeDoc(context->myDoc);
  context->myDoc = NULL;
  xmlFreeParserCtxt(context);
}
