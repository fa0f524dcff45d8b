package io.meshinfra.mcp;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Covers what looks like a secret in text that nodes and files brought. What the desired state
 * marks as secret never gets this far; this is for what nobody marked, and can only know its form.
 */
final class Masking {
  private static final String COVER = "[masked]";

  /** Each with what stays of it; possessive, so that no text makes them slow. */
  private static final List<Form> FORMS =
      List.of(
          form(
              "-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|\\z)",
              COVER),
          form("\\bmesh_[0-9a-f]{8}_[A-Za-z0-9_-]{20,}+", COVER),
          form("\\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-)[A-Za-z0-9_-]{10,}+", COVER),
          form("\\bAKIA[0-9A-Z]{16}\\b", COVER),
          form("\\beyJ[A-Za-z0-9_-]{10,}+\\.[A-Za-z0-9_-]{10,}+\\.[A-Za-z0-9_-]*+", COVER),
          form("\\$(?:1|2[aby]|5|6|7|y)\\$[A-Za-z0-9./$=,]{10,}+", COVER),
          form("(://[^\\s/:@]{1,64}+):[^\\s/@]{1,128}+@", "$1:" + COVER + "@"),
          form(
              "(?i)(\\bauthorization[ \\t]{0,4}:[ \\t]{0,4}[a-z]{1,20}+[ \\t]{1,4})\\S{4,}+",
              "$1" + COVER),
          form(
              "(?i)((?:pass(?:word|wd|phrase)?|secret|token|api[_-]?key|private[_-]?key|credentials?)"
                  + "[\"']?[ \\t]{0,8}[:=][ \\t]{0,8}[\"']?)(?!\\[masked\\])[^\\s\"',;]{3,}+",
              "$1" + COVER));

  private Masking() {}

  private record Form(Pattern pattern, String rest) {}

  private static Form form(String pattern, String rest) {
    return new Form(Pattern.compile(pattern, Pattern.DOTALL), rest);
  }

  static String masked(String text) {
    String masked = text;
    for (Form form : FORMS) {
      masked = form.pattern().matcher(masked).replaceAll(form.rest());
    }
    return masked;
  }
}
