package io.meshinfra.resource.hostname;

import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What the machine shall call itself. */
@Doc(
    value = "The name of the machine, now and after the next boot.",
    example =
        """
        hostname: {name: hub.example.org}
        """)
public record HostnameSpec(
    @Doc("Labels of letters, digits and inner hyphens, with dots between, at most 64 characters.")
        @NotNull
        @Size(max = 64, message = "has at most 64 characters")
        @Pattern(
            regexp =
                "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*",
            message = "is made of letters, digits and inner hyphens, with dots between")
        String name) {}
