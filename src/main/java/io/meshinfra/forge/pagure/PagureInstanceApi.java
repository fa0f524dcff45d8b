package io.meshinfra.forge.pagure;

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

/** What the hub asks of Pagure about people, below {@code /api/0}. */
@Path("")
@Produces(MediaType.APPLICATION_JSON)
interface PagureInstanceApi extends Closeable {
  /** Whose token it is. */
  @POST
  @Path("-/whoami")
  Response whoami(@BeanParam Ask ask);

  @GET
  @Path("group/{name}")
  Response group(@BeanParam Ask ask, @PathParam("name") String name);
}
