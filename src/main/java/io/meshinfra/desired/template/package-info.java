/** Jinja2 templates, bounded in work and size; the only place that knows the template engine. */
package io.meshinfra.desired.template;
