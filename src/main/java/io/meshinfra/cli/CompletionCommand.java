package io.meshinfra.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh completion}. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Print a script that completes mesh commands in a shell.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  . <(mesh completion bash)                        in this bash only",
      "  mesh completion bash > /etc/bash_completion.d/mesh",
      "  mesh completion zsh > ~/.mesh-completion; echo '. ~/.mesh-completion' >> ~/.zshrc"
    })
final class CompletionCommand implements Runnable {
  /** Shells it is made for. */
  enum Kind {
    BASH,
    ZSH
  }

  private final Shell shell;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  private Kind kind;

  CompletionCommand(Shell shell) {
    this.shell = shell;
  }

  /** The script is for both shells: zsh loads its bash completion in it. */
  @Override
  public void run() {
    shell.print(AutoComplete.bash("mesh", spec.root().commandLine()));
  }
}
