package io.meshinfra.forge;

import java.util.regex.Pattern;

/** What may be a login: nothing that would mean something in a path, a comment or a terminal. */
public final class Login {
  /** Who wrote something when the forge does not tell, or tells what cannot be a login. */
  public static final String NOBODY = "?";

  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]{0,99}(\\[bot])?");

  private Login() {}

  public static boolean isOne(String text) {
    return FORM.matcher(text).matches() && !text.contains("..");
  }

  /** The login, or nobody. */
  public static String orNobody(String text) {
    return isOne(text) ? text : NOBODY;
  }
}
