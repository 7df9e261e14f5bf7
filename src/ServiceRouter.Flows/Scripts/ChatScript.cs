using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Scripts;

/// <summary>Conversations written beside a flow, each played from its start.</summary>
public sealed record ChatScript(string File, IReadOnlyList<ChatCase> Cases);

public sealed record ChatCase(string Title, int Line, IReadOnlyList<ChatLine> Lines);

/// <summary>One line: what the citizen says, or what must come next.</summary>
public abstract record ChatLine(int Line);

public sealed record CitizenSays(int Line, string Text) : ChatLine(Line);

/// <summary>A text that holds these words comes, letter case and spaces ignored.</summary>
public sealed record AssistantSays(int Line, string Text) : ChatLine(Line);

public sealed record FicheShown(int Line, string FicheId) : ChatLine(Line);

public sealed record HumanOffered(int Line) : ChatLine(Line);

/// <summary>A person is asked for; with this reason and skill when they are given.</summary>
public sealed record HumanRequested(int Line, string? Reason, string? Skill) : ChatLine(Line);

public sealed record FlowEnded(int Line) : ChatLine(Line);

/// <summary>What reading a script gave.</summary>
public sealed record ChatReading(ChatScript? Script, IReadOnlyList<FlowProblem> Problems);
