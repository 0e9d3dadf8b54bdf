"""The one database: schema, migrations, queries. The only state that newsdelta has."""
