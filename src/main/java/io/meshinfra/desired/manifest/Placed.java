package io.meshinfra.desired.manifest;

import io.meshinfra.desired.yaml.Position;

/** A manifest and where it begins. */
public record Placed<M>(M manifest, Position at) {}
