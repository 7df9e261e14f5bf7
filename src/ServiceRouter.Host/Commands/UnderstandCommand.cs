using System.Text.Encodings.Web;
using System.Text.Json;
using ServiceRouter.Dialogue.Knowledge;
using ServiceRouter.Flows.Language;
using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Host.Commands;

/// <summary><c>./run understand [--Flows:Directory DIR]</c>: one utterance per line in, what the assistant would do with it as one JSON per line out.</summary>
internal static class UnderstandCommand
{
    // Letters stay letters: the lines are read by people and programs, never put into a page.
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers each line as it comes, until the input ends.</summary>
    /// <returns>0; 1 when there is no folder of flows.</returns>
    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, TextWriter log)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        var folder = settings["Flows:Directory"] is { Length: > 0 } given ? given : Path.Combine(AppContext.BaseDirectory, "flows");
        if (!Directory.Exists(folder))
        {
            await log.WriteLineAsync($"{folder}: there is no such folder");
            return 1;
        }

        var listener = Listener.LoadAndLearn(folder);
        var flows = FlowLibrary.Load(folder, text => HumanExit.Recognise(text).Ask == ExitAsk.Human);
        var fiches = FicheLibrary.Load(folder);
        foreach (var problem in listener.Problems.Concat(flows.Problems.Select(p => p.ToString())).Concat(fiches.Problems.Select(p => p.ToString())))
            await log.WriteLineAsync(problem);

        using var search = new FicheSearch(fiches.Fiches);
        while (await input.ReadLineAsync() is { } line)
        {
            var text = line.TrimStart('\uFEFF');
            var (outcome, id) = Read(text, listener, flows, search);
            await output.WriteLineAsync(JsonSerializer.Serialize(new Line(text, outcome, id), Json));
            await output.FlushAsync();
        }

        return 0;
    }

    private static (string Outcome, string? Id) Read(string text, Listener listener, FlowLibrary flows, FicheSearch search)
    {
        if (string.IsNullOrWhiteSpace(text))
            return ("none", null);
        var understood = listener.Understand(text);
        return understood.Meaning switch
        {
            Meaning.Distress => ("distress", understood.Procedure),
            Meaning.Human => ("human", understood.Procedure),
            Meaning.Offer => ("offer", understood.Procedure),
            Meaning.Procedure when flows.Find(understood.Procedure!) is not null => ("flow", understood.Procedure),
            _ => search.Find(text) is { } found ? ("answer", found.Fiche.Procedures.Count > 0 ? found.Fiche.Procedures[0] : null) : ("none", null),
        };
    }

    private sealed record Line(string Text, string Outcome, string? Id);
}
