package io.meshinfra.forge.github;

import io.meshinfra.forge.client.Ask;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.Closeable;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;

/** What the hub asks of GitHub about itself. */
@Path("")
@Produces(MediaType.APPLICATION_JSON)
@ClientHeaderParam(name = "X-GitHub-Api-Version", value = "2022-11-28")
interface GithubAccountApi extends Closeable {
  /** Whose token it is. */
  @GET
  @Path("user")
  Response user(@BeanParam Ask ask);

  /** Which App it is; asked as the App itself. */
  @GET
  @Path("app")
  Response app(@BeanParam Ask ask);

  /** A token that lasts an hour; asked as the App itself. */
  @POST
  @Path("app/installations/{installation}/access_tokens")
  Response installationToken(@BeanParam Ask ask, @PathParam("installation") String installation);
}
