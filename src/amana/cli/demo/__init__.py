"""`amana demo`: a made-up institution with a portfolio, the same on every machine on the same business date."""
