package io.meshinfra.source.signature;

import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.util.RawParseUtils;

/** A commit taken apart: what was signed, and the signature. Arrays are nobody else's. */
record SignedCommit(byte[] text, byte[] signature) {
  /** Real ones have a few hundred bytes, with RSA and GPG a few thousand. */
  private static final int LONGEST_SIGNATURE = 64 * 1024;

  private static final byte[] HEADER = {'g', 'p', 'g', 's', 'i', 'g'};

  /** Empty when the commit has no signature. */
  static Optional<SignedCommit> of(RevCommit commit) {
    byte[] raw = commit.getRawBuffer();
    int value = RawParseUtils.headerStart(HEADER, raw, 0);
    byte[] signature = commit.getRawGpgSignature();
    if (value < 0 || signature == null) {
      return Optional.empty();
    }
    int begin = value - HEADER.length - 1;
    int end = Math.min(raw.length, RawParseUtils.nextLfSkippingSplitLines(raw, value) + 1);
    byte[] text = Arrays.copyOf(raw, raw.length - (end - begin));
    System.arraycopy(raw, end, text, begin, raw.length - end);
    return Optional.of(new SignedCommit(text, signature));
  }

  boolean isTooLong() {
    return signature.length > LONGEST_SIGNATURE;
  }

  boolean startsWith(String marker) {
    byte[] bytes = marker.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    return signature.length >= bytes.length
        && Arrays.equals(signature, 0, bytes.length, bytes, 0, bytes.length);
  }
}
