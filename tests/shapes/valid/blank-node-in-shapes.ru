# A blank node in a graph that is crawled as a whole.
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX sh: <http://www.w3.org/ns/shacl#>

INSERT DATA { GRAPH lupg:shapes { <shapes> sh:declare [ sh:prefix "x" ] } }
