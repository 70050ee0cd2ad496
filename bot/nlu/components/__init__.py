"""The parts of the pipeline that `config.yml` names."""
