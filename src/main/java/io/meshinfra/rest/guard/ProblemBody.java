package io.meshinfra.rest.guard;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Problem details, RFC 9457, where no resource answers. */
record ProblemBody(int status, String title, String detail) {
  static ProblemBody of(int status, String detail) {
    String title = io.netty.handler.codec.http.HttpResponseStatus.valueOf(status).reasonPhrase();
    return new ProblemBody(status, title, detail);
  }

  void end(RoutingContext context) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    String body =
        new JsonObject()
            .put("status", status)
            .put("title", title)
            .put("detail", detail)
            .encode();
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(body);
  }

  void end(RoutingContext context, CharSequence header, CharSequence value) {
    context.response().putHeader(header, value);
    end(context);
  }
}
