package io.meshinfra.source;

import io.meshinfra.model.Revision;
import java.time.Instant;

/**
 * One commit in one line.
 *
 * @param author name and address as the commit claims them, made printable
 * @param subject the first line of the message, made printable
 */
public record CommitInfo(Revision revision, String author, Instant at, String subject) {}
