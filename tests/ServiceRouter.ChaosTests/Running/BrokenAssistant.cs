using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Dialogue;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>What the automatic parts of a node do instead of answering.</summary>
internal enum AssistantFault
{
    /// <summary>Nothing is wrong with them, and they have no answer.</summary>
    None,

    /// <summary>As a model that says 429.</summary>
    Throws,

    /// <summary>As a model that does not answer, and is told in vain to stop.</summary>
    Hangs,

    /// <summary>The same in plain code: a search that runs for ever.</summary>
    BlocksItsThread,

    /// <summary>As a stream of a model that is cut in the middle.</summary>
    BreaksOff,

    /// <summary>Nothing listens where the model should.</summary>
    Off,
}

/// <summary>Stands before the flows of a node as a model would, and in place of its fiches. A file says what is wrong with it, so that it changes while the node runs.</summary>
internal sealed class BrokenAssistant(string file) : IAssistant, IKnowledge
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    // Discard: whoever listens there answers nothing either.
    private const int NobodysPort = 9;

    public Part Part => Part.Model;

    private AssistantFault Fault => Enum.Parse<AssistantFault>(File.ReadAllText(file));

    /// <summary>What a node runs to have it.</summary>
    /// <param name="file">Says what is wrong: see <see cref="Break"/>.</param>
    public static string[] Program(string file) => NodeWithParts.Program(nameof(BrokenAssistant), file);

    public static void Put(IServiceCollection services, string file) => services.AddSingleton<IAssistant>(new BrokenAssistant(file)).AddSingleton<IKnowledge>(new BrokenAssistant(file));

    /// <summary>From now on this is wrong with every node that was told of the file.</summary>
    public static void Break(string file, AssistantFault fault)
    {
        // Whole for whoever reads it at this moment.
        File.WriteAllText($"{file}.next", $"{fault}");
        File.Move($"{file}.next", file, overwrite: true);
    }

    public async Task<TurnPlan?> AnswerAsync(TurnContext turn, Sensed sensed, CancellationToken ct)
    {
        switch (Fault)
        {
            case AssistantFault.Hangs:
                while (Fault == AssistantFault.Hangs) await Task.Delay(BetweenLooks, CancellationToken.None);
                return null;
            case AssistantFault.BreaksOff:
                await Task.Yield();
                throw new IOException("cut by the test");
            case AssistantFault.Off:
                using (var model = new TcpClient()) await model.ConnectAsync(IPAddress.Loopback, NobodysPort, ct);
                return null;
            default:
                return Fail<TurnPlan>();
        }
    }

    public Passage? Answer(string question) => Fail<Passage>();

    public Passage? Fiche(string id) => Fail<Passage>();

    private T? Fail<T>()
        where T : class
    {
        if (Fault == AssistantFault.None) return null;
        if (Fault != AssistantFault.BlocksItsThread) throw new InvalidOperationException("broken by the test");
        using var never = new ManualResetEventSlim();
        while (Fault == AssistantFault.BlocksItsThread) never.Wait(BetweenLooks);
        return null;
    }
}
