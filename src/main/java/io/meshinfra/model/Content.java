package io.meshinfra.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Immutable bytes with their digest: what a file shall contain, or does contain. */
public final class Content {
  /** Larger texts are told by digest only; a diff of more would help nobody in a report. */
  public static final int LARGEST_SHOWN = 64 * 1024;

  private final byte[] bytes;
  private final String sha256;

  private Content(byte[] bytes) {
    this.bytes = bytes;
    this.sha256 = digest(bytes);
  }

  public static Content of(byte[] bytes) {
    return new Content(bytes.clone());
  }

  public static Content of(String text) {
    return new Content(text.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public int size() {
    return bytes.length;
  }

  public String sha256() {
    return sha256;
  }

  /** The bytes as text, absent when they are not UTF-8, hold a NUL, or are too many to show. */
  public Optional<String> text() {
    if (bytes.length > LARGEST_SHOWN) {
      return Optional.empty();
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** As an attribute: with its text, so that a change can be shown as a diff. */
  public Value.Content asValue() {
    return new Value.Content(sha256, bytes.length, text());
  }

  /** As an attribute whose text must never be shown. */
  public Value.Content asHiddenValue() {
    return new Value.Content(sha256, bytes.length, Optional.empty());
  }

  public static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Content that && sha256.equals(that.sha256);
  }

  @Override
  public int hashCode() {
    return sha256.hashCode();
  }

  /** Size and digest only: content may be secret. */
  @Override
  public String toString() {
    return "Content[" + bytes.length + " bytes, sha256 " + sha256.substring(0, 12) + "]";
  }
}
