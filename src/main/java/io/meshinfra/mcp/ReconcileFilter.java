package io.meshinfra.mcp;

import io.meshinfra.reconcile.agent.Roles;
import io.quarkiverse.mcp.server.FilterContext;
import io.quarkiverse.mcp.server.ToolFilter;
import io.quarkiverse.mcp.server.ToolManager.ToolInfo;
import jakarta.inject.Singleton;

/** Shows the tool that changes something only to those who may use it at all. */
@Singleton
final class ReconcileFilter implements ToolFilter {
  static final String RECONCILE = "reconcile";

  private final Caller caller;

  ReconcileFilter(Caller caller) {
    this.caller = caller;
  }

  @Override
  public boolean test(ToolInfo tool, FilterContext context) {
    return !tool.name().equals(RECONCILE)
        || caller.has(Roles.OPERATOR)
        || caller.has(Roles.RECONCILER);
  }
}
