package io.meshinfra.rest;

import static io.meshinfra.rest.AgentDoor.operator;
import static io.meshinfra.rest.AgentDoor.told;
import static org.hamcrest.Matchers.is;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A node of the small world, this machine too, with a file that somebody changes by hand. */
final class MovedNode {
  private final Path file;

  private MovedNode(Path file) {
    this.file = file;
  }

  /** In force from now on, and in sync; it is only observed. */
  static MovedNode inSync() throws IOException {
    Path file = Files.createTempDirectory(SmallWorld.home().getParent(), "moved").resolve("motd");
    SmallWorld.write(
        "delta.yaml",
        """
        apiVersion: mesh-infra/v1
        kind: Node
        metadata: {name: delta}
        spec:
          access: [{local: true}]
          user: nobody
          become: none
          mode: observe
          resources:
            - file: {path: %s, content: "wanted\\n", mode: "0644"}   # what people see
        """
            .formatted(file));
    MovedNode node = new MovedNode(file);
    node.write("wanted\n");
    inForce("Add delta");
    node.reconciled();
    return node;
  }

  private static void inForce(String message) {
    SmallWorld.commit(message);
    operator().post("/api/v1/source/refresh").then().statusCode(200).body("trouble", is(""));
  }

  /** A policy beside the manifests; what it was before comes back with {@link #leave}. */
  static void policy(String rules) {
    SmallWorld.write(
        "infra/policy/rules.yaml",
        "apiVersion: mesh-infra/v1\nkind: Policy\nmetadata: {name: small}\nspec:\n  rules:\n"
            + rules.indent(4));
    inForce("Add a policy");
  }

  /** The world is as it was. */
  void leave() throws IOException {
    SmallWorld.write("delta.yaml", "# nothing\n");
    SmallWorld.write("infra/policy/rules.yaml", "# nothing\n");
    inForce("Take delta out");
    Files.deleteIfExists(file);
  }

  void changedByHand() throws IOException {
    write("by hand\n");
    reconciled();
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  String text() throws IOException {
    return Files.readString(file);
  }

  String resource() {
    return "file:" + file;
  }

  JsonPath reconciled() {
    return told(operator(), "{\"nodes\": [\"delta\"]}")
        .post("/api/v1/reconcile?wait=60s")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
