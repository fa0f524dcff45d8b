package io.meshinfra.forge.gitea;

import io.meshinfra.forge.client.Ask;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.Closeable;

/** What the hub asks of Gitea about itself. */
@Path("")
@Produces(MediaType.APPLICATION_JSON)
interface GiteaAccountApi extends Closeable {
  /** Whose token it is. */
  @GET
  @Path("user")
  Response user(@BeanParam Ask ask);
}
