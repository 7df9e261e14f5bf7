namespace ServiceRouter.PhoneSimulator.Scripts;

/// <summary>Calls written beside a flow (<c>.call</c>), each played from its first ring.</summary>
public sealed record CallScript(string File, IReadOnlyList<CallCase> Cases);

public sealed record CallCase(string Title, int Line, IReadOnlyList<CallLine> Lines);

/// <summary>One line: what the caller does, or what must come next.</summary>
public abstract record CallLine(int Line);

/// <summary><c>appelant: …</c></summary>
public sealed record CallerSays(int Line, string Text) : CallLine(Line);

/// <summary><c>touche 1</c></summary>
public sealed record CallerPresses(int Line, string Keys) : CallLine(Line);

/// <summary><c>silence</c>: the caller says nothing until the service has stopped listening once.</summary>
public sealed record CallerIsSilent(int Line) : CallLine(Line);

/// <summary><c>attend 20</c>: seconds that pass.</summary>
public sealed record CallerWaits(int Line, TimeSpan Time) : CallLine(Line);

/// <summary><c>raccroche</c></summary>
public sealed record CallerHangsUp(int Line) : CallLine(Line);

/// <summary><c>entend: …</c>: words that hold these are heard, letter case and spaces ignored.</summary>
public sealed record CallerHears(int Line, string Text) : CallLine(Line);

/// <summary><c>&gt; fin</c>: the service ends the call.</summary>
public sealed record CallEnds(int Line) : CallLine(Line);

/// <summary><c>&gt; demande …</c> and other facts that do not show on the line: whoever plays the script knows where to look.</summary>
public sealed record FactHolds(int Line, string Fact, IReadOnlyList<string> Words) : CallLine(Line);

/// <summary>Something wrong with a script, or with what the service did.</summary>
/// <param name="Line">Counted from 1.</param>
public sealed record CallProblem(string File, int Line, string Reason)
{
    public override string ToString() => $"{File}:{Line}: {Reason}";
}

/// <summary>What reading a script gave.</summary>
public sealed record CallReading(CallScript? Script, IReadOnlyList<CallProblem> Problems);
