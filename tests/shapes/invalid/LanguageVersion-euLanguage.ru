# trips: lups:LanguageVersion-euLanguage
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>

DELETE { GRAPH lupg:curated { <id/language-version/helsinki-impact-declaration-2019/en> dcterms:language ?value } }
INSERT { GRAPH lupg:curated { <id/language-version/helsinki-impact-declaration-2019/en> dcterms:language <http://publications.europa.eu/resource/authority/language/en> } }
WHERE { GRAPH lupg:curated { <id/language-version/helsinki-impact-declaration-2019/en> dcterms:language ?value } }
