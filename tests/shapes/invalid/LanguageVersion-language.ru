# trips: lups:LanguageVersion-language
# base: valid/core.trig
BASE <https://w3id.org/lupaus/>
PREFIX lupg: <https://w3id.org/lupaus/graph/>
PREFIX schema: <https://schema.org/>

DELETE { GRAPH lupg:curated { <id/language-version/helsinki-impact-declaration-2019/en> schema:inLanguage ?value } }
INSERT { GRAPH lupg:curated { <id/language-version/helsinki-impact-declaration-2019/en> schema:inLanguage "English" } }
WHERE { GRAPH lupg:curated { <id/language-version/helsinki-impact-declaration-2019/en> schema:inLanguage ?value } }
