using Microsoft.Data.Sqlite;
using Titanic;

namespace ZProto.Majordomo.Tests;

/// <summary>The store of Titanic.</summary>
public sealed class StoreTests : IDisposable
{
    private readonly TemporaryStore _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_request_is_pending_until_its_reply_is_stored_and_outlives_the_store()
    {
        Guid id;
        using (TitanicStore store = _file.Open())
        {
            id = store.Add("coffee", Bodies.ToBody("black", "", "two"));
            Assert.Equal(RequestState.Pending, store.Find(id, out _));
        }
        using (TitanicStore store = _file.Open())
        {
            StoredRequest request = store.FindPending([], [])!;
            Assert.Equal(("coffee", "black", "", "two"), (request.Service, request.Body.ToText(), request.Body.ToText(1), request.Body.ToText(2)));
            store.Answer(request, Bodies.ToBody("here", "you are"));
        }
        using (TitanicStore store = _file.Open())
        {
            Assert.Equal(RequestState.Answered, store.Find(id, out FrameList? reply));
            Assert.Equal(["here", "you are"], reply!.Select((_, i) => reply!.ToText(i)));
            Assert.Null(store.FindPending([], []));
        }
    }

    [Fact]
    public void Pending_requests_are_found_oldest_first_but_for_those_under_way_and_services_that_are_away()
    {
        using TitanicStore store = _file.Open();
        foreach (string service in (string[])["tea", "coffee", "tea", "milk"])
            store.Add(service, Bodies.ToBody("x"));
        Assert.Equal(1, store.FindPending([], [])!.Number);
        Assert.Equal(2, store.FindPending([1], [])!.Number);
        Assert.Equal(4, store.FindPending([2], ["tea"])!.Number);
        Assert.Null(store.FindPending([1, 3], ["coffee", "milk"]));
    }

    [Fact]
    public void The_first_reply_stays_and_a_request_that_was_closed_gets_none()
    {
        using TitanicStore store = _file.Open();
        Guid kept = store.Add("coffee", Bodies.ToBody("x")), closed = store.Add("coffee", Bodies.ToBody("x"));
        StoredRequest first = store.FindPending([], [])!, second = store.FindPending([first.Number], [])!;
        store.Answer(first, Bodies.ToBody("1"));
        store.Answer(first, Bodies.ToBody("2"));
        store.Remove(closed);
        store.Answer(second, Bodies.ToBody("3"));
        store.Find(kept, out FrameList? reply);
        Assert.Equal("1", Assert.Single(reply!.ToArrays(), frame => frame.Length == 1).Select(letter => $"{(char)letter}").Single());
        Assert.Equal(RequestState.Unknown, store.Find(closed, out _));
    }

    [Fact]
    public void A_request_that_no_one_closes_is_deleted_after_its_time()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using TitanicStore store = _file.Open(clock);
        Guid old = store.Add("coffee", Bodies.ToBody("x"));
        clock.Advance(TimeSpan.FromDays(20));
        Guid young = store.Add("coffee", Bodies.ToBody("x"));
        clock.Advance(TimeSpan.FromDays(11));
        Assert.Equal(1, store.RemoveOlderThan(TimeSpan.FromDays(30)));
        Assert.Equal((RequestState.Unknown, RequestState.Pending), (store.Find(old, out _), store.Find(young, out _)));
    }

    [Fact]
    public void A_full_store_takes_no_request_and_loses_none_that_it_has_taken()
    {
        using TitanicStore store = _file.Open(maxPages: 40);
        List<Guid> taken = [];
        Assert.Throws<SqliteException>(() =>
        {
            for (int i = 0; i < 100_000; i++)
                taken.Add(store.Add("coffee", Bodies.ToBody(new string('x', 1_000))));
        });
        Assert.NotEmpty(taken);
        Assert.All(taken, id => Assert.Equal(RequestState.Pending, store.Find(id, out _)));
        store.Remove(taken[0]);
        store.Remove(taken[1]);
        store.Remove(taken[2]);
        Assert.Equal(RequestState.Pending, store.Find(store.Add("coffee", Bodies.ToBody("x")), out _));
    }

    [Fact]
    public void A_file_that_is_not_a_store_is_refused()
    {
        File.WriteAllText(_file.Path, new string('x', 10_000));
        Assert.Throws<SqliteException>(() => _file.Open());
    }
}
