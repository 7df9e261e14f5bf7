using MassTransit;
using Microsoft.Extensions.Logging.Abstractions;
using ServiceRouter.Platform.Bus.Suspects;

namespace ServiceRouter.Tests.Platform;

public sealed class When_a_process_ends_with_messages_in_hand : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("in-hand-").FullName;
    private readonly List<InHand> lives = [];

    [Fact]
    public void The_next_life_finds_what_was_not_done()
    {
        var (node, done, first, second) = (Life("a", out _), NewId.NextGuid(), NewId.NextGuid(), NewId.NextGuid());
        using (node.Take(done))
        {
        }
        node.Take(first);
        node.Take(second);

        After("a", "b");

        Life("b", out var found);
        found.Should().BeEquivalentTo([first, second]);
    }

    [Fact]
    public void A_message_that_several_hands_had_ended_it_once()
    {
        var (node, id) = (Life("a", out _), NewId.NextGuid());
        node.Take(id);
        node.Take(id);

        After("a", "b");

        Life("b", out var found);
        found.Should().Equal(id);
    }

    [Fact]
    public void What_was_found_stays_until_it_is_noted_elsewhere()
    {
        var id = NewId.NextGuid();
        Life("a", out _).Take(id);
        After("a", "b");
        var next = Life("b", out _);

        After("b", "c");
        Life("c", out var again);
        next.Forget();
        After("b", "d");
        Life("d", out var noted);

        again.Should().Equal([id], "it died before it could tell anybody");
        noted.Should().BeEmpty();
    }

    [Fact]
    public void An_end_in_order_leaves_nothing()
    {
        var node = Life("a", out _);
        var mark = node.Take(NewId.NextGuid());

        node.Dispose();
        mark.Dispose();

        Life("a", out var found);
        found.Should().BeEmpty();
    }

    [Fact]
    public void Two_nodes_of_one_directory_do_not_find_each_other()
    {
        Life("a", out _).Take(NewId.NextGuid());

        Life("a", out var found);

        found.Should().BeEmpty("its owner lives");
    }

    [Fact]
    public void More_than_there_is_room_for_is_handled_all_the_same()
    {
        var (node, ids) = (Life("a", out _), Enumerable.Range(0, InHand.Rooms + 1).Select(_ => NewId.NextGuid()).ToList());
        var marks = ids.ConvertAll(node.Take);
        After("a", "b");

        marks.ForEach(mark => mark.Dispose());
        After("a", "c");

        Life("b", out var found);
        found.Should().BeEquivalentTo(ids[..InHand.Rooms]);
        Life("c", out var left);
        left.Should().BeEmpty();
    }

    [Fact]
    public void A_place_that_cannot_be_used_is_passed_over()
    {
        Directory.CreateDirectory(Path.Combine(root, "a"));
        File.WriteAllText(Path.Combine(root, "a", "1"), "a file where the folder should be");
        var id = NewId.NextGuid();
        Life("a", out _).Take(id);

        Directory.Exists(Path.Combine(root, "a", "2")).Should().BeTrue();
        File.ReadAllBytes(Path.Combine(root, "a", "2", "messages")).Chunk(16).Should().ContainSingle(room => new Guid(room) == id);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_costs_the_marks_only()
    {
        File.WriteAllText(Path.Combine(root, "a"), "a file where the folder should be");
        var node = Life("a", out var found);

        using (node.Take(NewId.NextGuid())) found.Should().BeEmpty();
    }

    [Fact]
    public async Task A_disk_that_hangs_holds_neither_a_start_nor_a_message()
    {
        var life = new InHand(Path.Combine(root, "a"), NullLogger<InHand>.Instance);
        lives.Add(life);
        using var answers = new ManualResetEventSlim();
        var node = new InHandInTime(() => OnceItAnswers(life.Open), id => OnceItAnswers(() => life.Take(id)));

        (await node.OpenAsync()).Should().BeEmpty();
        var mark = await node.TakeAsync(NewId.NextGuid());
        await node.PutDownAsync(mark);
        mark.Should().Be(default(InHand.Mark), "it is handled all the same, and not written down");

        answers.Set();
        while ((mark = await node.TakeAsync(NewId.NextGuid())).Equals(default(InHand.Mark))) await Task.Yield();
        await node.PutDownAsync(mark);
        After("a", "b");
        Life("b", out var found);
        found.Should().BeEmpty();

        T OnceItAnswers<T>(Func<T> act)
        {
            answers.Wait();
            return act();
        }
    }

    public void Dispose()
    {
        lives.ForEach(life => life.Dispose());
        Directory.Delete(root, recursive: true);
    }

    private InHand Life(string place, out IReadOnlyList<Guid> found)
    {
        var life = new InHand(Path.Combine(root, place), NullLogger<InHand>.Instance);
        lives.Add(life);
        found = life.Open();
        return life;
    }

    // What a process that is killed leaves: the file as it stands, and no lock.
    private void After(string living, string left)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, left, "1")).FullName;
        using var from = new FileStream(Path.Combine(root, living, "1", "messages"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var to = File.Create(Path.Combine(folder, "messages"));
        from.CopyTo(to);
    }
}
