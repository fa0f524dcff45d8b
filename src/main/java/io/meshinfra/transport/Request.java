package io.meshinfra.transport;

import io.meshinfra.model.ShellScript;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One script to run on a node.
 *
 * @param script the whole script; it is sent on standard input and parsed completely before its
 *     first command runs
 * @param timeout wall time for all of it, connecting excluded
 * @param outputLimit bytes of standard output after which it is cut off; a single line may have 1
 *     MiB
 * @param onLine called in order for each line of standard output, without its newline
 */
public record Request(
    ShellScript script, Duration timeout, long outputLimit, Consumer<String> onLine) {}
