package io.metagen.transformer.text;

/**
 * One message of a conversation.
 *
 * @param role who speaks, in the checkpoint's words; usually system, user or assistant
 */
public record ChatMessage(String role, String content) {}
