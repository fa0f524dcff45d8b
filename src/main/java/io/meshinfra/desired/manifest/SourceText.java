package io.meshinfra.desired.manifest;

import io.meshinfra.desired.Finding;
import io.meshinfra.model.Content;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The text of a manifest file, or why it has none. */
public record SourceText(String text, Optional<Finding> finding) {
  /** Larger ones are no work of people; 10,000 nodes fit. */
  public static final int LARGEST = 4 * 1024 * 1024;

  public static SourceText of(String file, Content content) {
    if (content.size() > LARGEST) {
      return refused(
          new Finding(
              file,
              1,
              1,
              "the file has %d bytes; a manifest file has at most %d: split it"
                  .formatted(content.size(), LARGEST)));
    }
    byte[] bytes = content.bytes();
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    String text = out.flip().toString();
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (result.isError()) {
      return refused(
          at(file, text, text.length(), "this is not UTF-8 text; save the file as UTF-8"));
    }
    for (int i = 0; i < plain.length(); i++) {
      if (isRefused(plain.charAt(i))) {
        String what =
            plain.indexOf(0) >= 0
                ? "this is a binary file, not YAML"
                : "a control character (U+%04X) cannot stand here".formatted((int) plain.charAt(i));
        return refused(at(file, plain, i, what));
      }
    }
    return new SourceText(plain, Optional.empty());
  }

  private static boolean isRefused(char c) {
    return c < ' ' && c != '\n' && c != '\r' && c != '\t'
        || c >= 0x7F && c < 0xA0 && c != 0x85
        || c == '\uFFFE'
        || c == '\uFFFF';
  }

  private static Finding at(String file, String text, int index, String message) {
    int line = 1;
    int begin = 0;
    for (int i = 0; i < index; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        begin = i + 1;
      }
    }
    return new Finding(file, line, text.codePointCount(begin, index) + 1, message);
  }

  private static SourceText refused(Finding finding) {
    return new SourceText("", Optional.of(finding));
  }
}
