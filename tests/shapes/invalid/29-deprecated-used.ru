# trips: 29-deprecated-used
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA { GRAPH lupg:ontology { lup:carriesOut owl:deprecated true } GRAPH lupg:curated { <id/action/plan> lup:carriesOut <id/commitment/helsinki-impact-declaration-2019/1> } }
