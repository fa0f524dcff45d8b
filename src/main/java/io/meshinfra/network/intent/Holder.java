package io.meshinfra.network.intent;

import io.meshinfra.model.Printable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who may have a principal: known by the token with which a certificate is asked for. */
public sealed interface Holder {
  /** Whoever has the hub's own token. */
  record Operator() implements Holder {
    @Override
    public String toString() {
      return "operator";
    }
  }

  /** Somebody with a token for logging in. */
  record Person(String name) implements Holder {
    @Override
    public String toString() {
      return "person:" + name;
    }
  }

  /** An assistant; its contract has to name the principal too. */
  record Agent(String name) implements Holder {
    @Override
    public String toString() {
      return "agent:" + name;
    }
  }

  Pattern FORM = Pattern.compile("(person|agent):([a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?)");

  static Holder parse(String text) {
    Matcher form = FORM.matcher(text);
    if (text.equals("operator")) {
      return new Operator();
    }
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "expected operator, person:NAME or agent:NAME with up to 32 lower-case letters, digits"
              + " and inner hyphens, found "
              + Printable.quote(text));
    }
    return form.group(1).equals("person") ? new Person(form.group(2)) : new Agent(form.group(2));
  }
}
