#!/bin/sh
# The API by curl, from documents to an export: MUCLUC_SOCKET=/tmp/mucluc.sock Config/clients/curl.sh
#
# Leaves the collection "curl-example" behind. Everything is plain HTTP/1.1 and JSON on a Unix
# socket, so that each line can be copied into a script of any language that runs curl.
set -eu

socket=${MUCLUC_SOCKET:-${XDG_RUNTIME_DIR:-/run/mucluc}/mucluc.sock}
ask() { curl -sS --fail-with-body --unix-socket "$socket" "$@" && echo; }
collection=http://localhost/v1/collections/curl-example

echo "# documents, one JSON object a line; the reply counts them and names each that is refused"
ask "$collection/documents" -H 'Content-Type: application/x-ndjson' --data-binary @- <<'END'
{"id":"tin-1","title":"Khai giảng năm học mới","body":"Sáng nay các trường khai giảng.","author":"An","date":"2023-09-05"}
{"id":"tin-2","title":"Mùa lúa chín","body":"Ủy ban nhân dân xã thăm đồng.","author":"Bình","date":"2023-10-02"}
END

echo "# a search; text is encoded by curl"
ask -G http://localhost/v1/search --data-urlencode 'q=uy ban' -d collection=curl-example -d limit=5

echo "# the same with all that JSON can say"
ask http://localhost/v1/search -d '{
  "q": "khai giang OR lua", "collection": "curl-example", "sort": "-date",
  "filter": {"date": {"gte": "2023-09", "lt": "2024"}}, "facets": {"author": 10},
  "highlight": {"offsets": "codepoint"}, "fields": ["author"]}'

echo "# one document, and where a query matches in it"
ask "$collection/documents/tin-2"
ask -G "$collection/documents/tin-2/marks" --data-urlencode 'q=nhan dan'

echo "# all of them, as a stream of lines"
ask http://localhost/v1/export -d '{"collection": "curl-example", "fields": ["id", "title", "date"]}'

echo "# what is wrong has a code, a place and a hint; curl --fail-with-body ends with 22"
ask http://localhost/v1/search -d '{"q": "lua", "limt": 3}' || echo "curl: $?"

echo "# one document less"
ask -X DELETE "$collection/documents/tin-1"
