package io.meshinfra.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The web pages of a lab's forge, as somebody sees them who has logged in. */
public final class ForgePages {
  private static final Pattern FORM_TOKEN =
      Pattern.compile("name=\"csrf_token\"[^>]*value=\"([^\"]+)\"");
  private final LabForge forge;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  public ForgePages(LabForge forge, String person) {
    this.forge = forge;
    String welcome =
        submit(
            "/login/",
            "/dologin",
            Map.of("username", person, "password", forge.password(person), "next_url", "None"));
    if (!welcome.contains("Welcome " + person)) {
      throw new AssertionError(person + " could not log in: " + welcome);
    }
  }

  /** The whole page of a pull request. */
  public String pullRequest(String number) {
    return get("/" + forge.project() + "/pull-request/" + number);
  }

  public void deleteComment(String pullRequest, String comment) {
    String page = "/" + forge.project() + "/pull-request/" + pullRequest;
    String told = submit(page, page + "/comment/drop", Map.of("drop_comment", comment));
    if (!told.contains("Comment removed")) {
      throw new AssertionError("comment " + comment + " was not deleted: " + told);
    }
  }

  public void changeComment(String pullRequest, String comment, String text) {
    String page = "/" + forge.project() + "/pull-request/" + pullRequest;
    String told =
        submit(page, page + "/comment/" + comment + "/edit", Map.of("update_comment", text));
    if (!told.contains("Comment updated")) {
      throw new AssertionError("comment " + comment + " was not changed: " + told);
    }
  }

  public void makeGroup(String name) {
    String told =
        submit(
            "/group/add",
            "/group/add",
            Map.of("group_name", name, "display_name", name, "description", name));
    if (!told.contains("created")) {
      throw new AssertionError("group " + name + " was not made: " + told);
    }
  }

  public void addToGroup(String name, String person) {
    String told = submit("/group/" + name, "/group/" + name, Map.of("user", person));
    if (!told.contains("added")) {
      throw new AssertionError(person + " was not added to " + name + ": " + told);
    }
  }

  /** Fills in a form: with the token that the page has for that. */
  private String submit(String page, String action, Map<String, String> fields) {
    Matcher token = FORM_TOKEN.matcher(get(page));
    if (!token.find()) {
      throw new AssertionError(page + " has no form");
    }
    Map<String, String> form = new HashMap<>(fields);
    form.put("csrf_token", token.group(1));
    return send(
        HttpRequest.newBuilder(URI.create(forge.url() + action))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(LabForge.encoded(form))));
  }

  private String get(String path) {
    return send(HttpRequest.newBuilder(URI.create(forge.url() + path)).GET());
  }

  private String send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
