# trips: lups:Signature-date
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { GRAPH lupg:curated { <id/signature/charter-2010/ahtola> lup:dateSigned "2010-05-04T12:00:00"^^xsd:dateTime } }
