"""An engine elsewhere: any SPARQL 1.1 endpoint behind the port, asked over HTTP."""
