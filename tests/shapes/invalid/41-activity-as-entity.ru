# trips: 41-activity-as-entity
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA { GRAPH lupg:curated { <id/action/plan> prov:wasDerivedFrom <id/source/table> } }
