package io.metagen.verifier;

import io.metagen.error.ServiceException;
import io.metagen.v1.ListVerifiersRequest;
import io.metagen.v1.ListVerifiersResponse;
import io.metagen.v1.Verifier;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The verifiers that this service can run, by name. Immutable. */
final class VerifierCatalog {
  private static final int DEFAULT_PAGE = 50;
  private static final int LARGEST_PAGE = 200;
  private static final String TOKEN_FORM = "after:";

  private final NavigableMap<String, CandidateVerifier> byName = new TreeMap<>();

  /**
   * @param judging of the members of ensembles
   */
  VerifierCatalog(List<CandidateVerifier> verifiers, Judging judging) {
    byName.put(EnsembleVerifier.NAME, new EnsembleVerifier(this::find, judging));
    for (CandidateVerifier verifier : verifiers) {
      if (byName.putIfAbsent(verifier.name(), verifier) != null) {
        throw new IllegalArgumentException("two verifiers are named " + verifier.name());
      }
    }
  }

  /**
   * Returns the verifier that a request asks for. A name that is not loaded is MODEL_NOT_FOUND,
   * none where there are several INVALID_FIELD.
   */
  CandidateVerifier find(Verifier wanted) {
    return switch (wanted.getKindCase()) {
      case OUTCOME_REWARD_MODEL ->
          named(wanted.getKindCase(), wanted.getOutcomeRewardModel().getModel());
      case PROCESS_REWARD_MODEL ->
          named(wanted.getKindCase(), wanted.getProcessRewardModel().getModel());
      case ANSWER_CHECK, STEP_CHECK, JSON_SCHEMA_CHECK, REGEX_CHECK, PROGRAM_CHECK, ENSEMBLE ->
          named(wanted.getKindCase(), "");
      case GENERATIVE -> named(wanted.getKindCase(), wanted.getGenerative().getModel());
      case KIND_NOT_SET -> throw ServiceException.invalidField("verifier.kind", "must be set");
    };
  }

  /** Returns a page of verifiers by name (AIP-158). */
  ListVerifiersResponse page(ListVerifiersRequest request) {
    if (request.getPageSize() < 0) {
      throw ServiceException.invalidField("page_size", "must be at least 0");
    }
    int size = request.getPageSize() == 0 ? DEFAULT_PAGE : request.getPageSize();
    Collection<CandidateVerifier> left =
        request.getPageToken().isEmpty()
            ? byName.values()
            : byName.tailMap(nameIn(request.getPageToken()), false).values();
    List<CandidateVerifier> page = left.stream().limit(Math.min(size, LARGEST_PAGE)).toList();
    return ListVerifiersResponse.newBuilder()
        .addAllVerifiers(page.stream().map(CandidateVerifier::describe).toList())
        .setNextPageToken(page.size() < left.size() ? token(page.getLast().name()) : "")
        .build();
  }

  private CandidateVerifier named(Verifier.KindCase kind, String name) {
    List<CandidateVerifier> ofKind =
        byName.values().stream().filter(verifier -> verifier.kind() == kind).toList();
    List<String> names = ofKind.stream().map(CandidateVerifier::name).toList();
    String field = "verifier." + VerifyRules.fieldName(kind) + ".model";
    if (name.isEmpty() && names.size() > 1) {
      throw ServiceException.invalidField(field, "must be one of " + names);
    }
    return ofKind.stream()
        .filter(verifier -> name.isEmpty() || name.equals(verifier.name()))
        .findFirst()
        .orElseThrow(() -> ServiceException.modelNotFound(field, name, names));
  }

  private static String token(String lastName) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((TOKEN_FORM + lastName).getBytes(StandardCharsets.UTF_8));
  }

  private static String nameIn(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith(TOKEN_FORM)) {
        return text.substring(TOKEN_FORM.length());
      }
    } catch (IllegalArgumentException notBase64) {
      throw ServiceException.invalidField("page_token", "must come from the page before");
    }
    throw ServiceException.invalidField("page_token", "must come from the page before");
  }
}
