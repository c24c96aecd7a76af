"""Extension data: tables of an institution's own, beside clients, groups, loans and whatever takes part.

Definitions are rows; the data are real, typed columns of a table each, made and changed under a database role of their
own. Data tables and custom field sets are two spellings of this.
"""
