package io.metagen.cli.demo;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A held-out problem with its known answer.
 *
 * @param id name, such as {@code test-5-17}
 * @param level number of steps
 * @param problem the text
 * @param answer the final quantity in its normal form
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TestProblem(String id, int level, String problem, String answer) {}
