import sys; sys.path.insert(0,'/work/wt/pay')
from tests.payments.test_identity import random, make_bank_account, make_request, reconciling, BY_FILE, SYSTEM, clock, select, BankLine
from tests.payments.test_identity import _month,_tell,_balances,_key
def test_seed(app, db):
    bad=[]
    for seed in [479001599]+list(range(1,150)):
        chance = random.Random(seed)
        account = make_bank_account()
        owed = [make_request(account, 30_000 + 1_000 * n, f"NU{n:04}") for n in range(3)]
        for n,o in enumerate(owed): o.reference="HD7K3M9QX"+"CDE"[n]
        db.session.flush()
        month = _month(chance, owed)
        _tell(chance, account, month)
        told = _balances(db)
        L1=[(str(l.booked_on),l.amount,l.words,l.number,l.undoes_id and l.undoes.words) for l in db.session.scalars(select(BankLine).where(BankLine.account_id==account.id))]
        other = make_bank_account(number="0000000099")
        for each in owed:
            each.owner_id, each.received = other.owner_id, 0
        taking = reconciling.begin(other, BY_FILE, SYSTEM, clock.now())
        reconciling.take(taking, month)
        if told != _balances(db):
            bad.append(seed)
            print(seed, told, _balances(db)); 
            L2=[(str(l.booked_on),l.amount,l.words,l.number,l.undoes_id and l.undoes.words) for l in db.session.scalars(select(BankLine).where(BankLine.account_id==other.id))]
            for x in sorted(L1): print('1',x)
            for x in sorted(L2): print('2',x)
            for x in month: print(x)
            break
        db.session.rollback()
    assert not bad
