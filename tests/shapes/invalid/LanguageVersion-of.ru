# trips: lups:LanguageVersion-of
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lup: <https://w3id.org/lupaus/ns#>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

INSERT DATA { GRAPH lupg:curated { <id/language-version/helsinki-impact-declaration-2019/en> lup:languageVersionOf <id/event/meet> } }
