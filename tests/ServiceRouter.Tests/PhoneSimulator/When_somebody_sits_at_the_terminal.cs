using System.Threading.Channels;
using ServiceRouter.PhoneSimulator.Terminal;

namespace ServiceRouter.Tests.PhoneSimulator;

public sealed class When_somebody_sits_at_the_terminal
{
    [Fact]
    public async Task Prompts_are_read_and_keys_sentences_and_commands_typed()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", "<Gather input=\"dtmf speech\" numDigits=\"1\" action=\"/heard\"><Say>Bonjour</Say></Gather>")
            .On("/heard", request => request["Digits"] == "1" ? "<Redirect>/voice</Redirect>" : request["SpeechResult"] == "conseiller" ? $"<Dial>{PhoneStage.Counsellor}</Dial>" : "")
            .On("/sms", "<Message>bien reçu</Message>");
        var screen = new Screen();
        using var terminal = new PhoneTerminal(stage.Phone, screen.Keyboard, screen, new(PhoneStage.Citizen, PhoneStage.Number, PhoneStage.Number, [PhoneStage.Counsellor]));
        var running = terminal.RunAsync();

        await screen.ShowsAsync("[1] 🔊 Bonjour");
        screen.Type("1");
        await screen.ShowsAsync("[1] 🔊 Bonjour");
        screen.Type("conseiller");
        await screen.ShowsAsync($"[2] {PhoneStage.Citizen} → {PhoneStage.Counsellor}");
        screen.Type("/answer");
        await screen.ShowsAsync("· joined with");
        screen.Type("bonjour madame");
        await screen.ShowsAsync("[1] 👤 bonjour madame");
        screen.Type("/sms coucou");
        await screen.ShowsAsync($"SMS {PhoneStage.Number}: bien reçu");
        screen.Type("/new +33100000009");
        await screen.ShowsAsync("[3] 🔊 Bonjour");
        screen.Type("/dance");
        await screen.ShowsAsync("/dance: no such command");
        screen.Type("/1");
        screen.Type("/hangup");
        await screen.ShowsAsync("[2] · completed");
        screen.Type("/quit");

        (await running).Should().Be(0);
        stage.Phone.Calls.Should().HaveCount(3).And.OnlyContain(call => call.Transcript.IsClosed);
    }

    /// <summary>What the terminal shows, and what is typed into it.</summary>
    private sealed class Screen : StringWriter
    {
        private readonly Channel<string> shown = Channel.CreateUnbounded<string>();
        private readonly Channel<string> typed = Channel.CreateUnbounded<string>();

        public Screen() => Keyboard = new Typed(typed.Reader);

        public TextReader Keyboard { get; }

        public void Type(string line) => typed.Writer.TryWrite(line);

        public override Task WriteLineAsync(string? value)
        {
            shown.Writer.TryWrite(value ?? "");
            return Task.CompletedTask;
        }

        public async Task ShowsAsync(string text)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            while (!(await shown.Reader.ReadAsync(patience.Token)).Contains(text, StringComparison.Ordinal))
                continue;
        }

        private sealed class Typed(ChannelReader<string> lines) : TextReader
        {
            public override async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) => await lines.ReadAsync(cancellationToken);
        }
    }
}
