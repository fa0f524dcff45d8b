/** Pure rendering for people and programs: terminal, Markdown-ready text, JSON trees. */
package io.meshinfra.report;
