"""Every word a person reads, a folder a language: Fluent files grouped by who reads them and where."""
